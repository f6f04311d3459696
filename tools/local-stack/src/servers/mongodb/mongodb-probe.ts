import { MongoClient } from 'mongodb';
import type { RunningServer } from '../../state/stack-record.js';

export async function probeMongodb({ url }: Pick<RunningServer, 'url'>): Promise<void> {
  await withMongo(url, (client) => client.db().command({ ping: 1 }));
}

export async function withMongo<T>(url: string, action: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 2_000,
    socketTimeoutMS: 10_000,
  });
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.close();
  }
}

/** A single node may call itself a member of a replica set, by a name that a client elsewhere can't reach. */
export function mongodbUrl(port: number): string {
  return `mongodb://127.0.0.1:${port}/daybook?directConnection=true`;
}
