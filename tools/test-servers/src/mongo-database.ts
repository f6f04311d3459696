import { MongoClient } from 'mongodb';
import { freshName, serverUrl } from './server-url.js';

export interface MongoDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own; it comes into being with the first write. */
export function freshMongoDatabase(): Promise<MongoDatabase> {
  const url = serverUrl('MONGODB_URL');
  const name = freshName();
  url.pathname = `/${name}`;
  return Promise.resolve({ name, url: url.href, drop: () => dropDatabase(url.href) });
}

async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5_000 });
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
