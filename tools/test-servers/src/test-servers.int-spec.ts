import { MongoClient } from 'mongodb';
import pg from 'pg';
import { readFileSync } from 'node:fs';
import { connect } from 'amqplib';
import {
  freshDatabase,
  freshMongoDatabase,
  freshVhost,
  templateDatabase,
  tokenAuthority,
  waitFor,
} from './index.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('freshDatabase', () => {
  it('gives databases that know nothing of each other and are gone after drop', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one.url, 'CREATE TABLE mine (n int)');
    await expect(query(other.url, 'SELECT * FROM mine')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('copies a template that is migrated once, however many ask at the same time', async () => {
    let migrations = 0;
    const ask = (): Promise<string> =>
      templateDatabase(
        `self-test-${process.pid}`,
        async (url) => {
          migrations += 1;
          await query(url, 'CREATE TABLE migrated AS SELECT 7 AS n');
        },
        [import.meta.filename],
      );
    const templates = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(templates).size).toBe(1);
    expect(migrations).toBe(1);
    const copies = await Promise.all([1, 2].map(() => freshDatabase({ template: templates[0]! })));
    for (const copy of copies) {
      await expect(query(copy.url, 'SELECT n FROM migrated')).resolves.toEqual([{ n: 7 }]);
      await copy.drop();
    }
    await query(process.env['POSTGRES_URL']!, `DROP DATABASE ${templates[0]!}`);
  });

  it('tells at drop that a connection was left open, and removes the database all the same', async () => {
    const database = await freshDatabase();
    const leaked = new pg.Client({ connectionString: database.url, application_name: 'leaky' });
    leaked.on('error', () => {});
    await leaked.connect();
    await expect(database.drop()).rejects.toThrow(/1 connections .* left open: leaky/);
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});

describe('freshVhost', () => {
  it('takes connections until it is dropped', async () => {
    const vhost = await freshVhost();
    const connection = await connect(vhost.url);
    connection.on('error', () => {});
    const channel = await connection.createChannel();
    await channel.assertQueue('mine', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const closed = new Promise((resolve) => connection.once('close', resolve));
    await vhost.drop();
    await closed;
    await expect(connect(vhost.url)).rejects.toThrow();
  });
});

describe('freshMongoDatabase', () => {
  it('keeps its documents to itself until it is dropped', async () => {
    const [one, other] = await Promise.all([freshMongoDatabase(), freshMongoDatabase()]);
    const client = new MongoClient(one.url);
    await client.db().collection('notes').insertOne({ n: 1 });
    expect(await client.db(other.name).collection('notes').countDocuments()).toBe(0);
    await one.drop();
    expect(await client.db().collection('notes').countDocuments()).toBe(0);
    await client.close();
  });
});

describe('waitFor', () => {
  it('returns the first truthy answer', async () => {
    let asked = 0;
    const answer = await waitFor(() => (++asked < 3 ? undefined : asked), {
      what: 'the third try',
      timeoutMs: 1_000,
    });
    expect(answer).toBe(3);
  });

  it('says what it waited for and what it saw last', async () => {
    const never = waitFor(() => Promise.reject(new Error('still closed')), {
      what: 'the door',
      timeoutMs: 30,
    });
    await expect(never).rejects.toThrow(/Waited 30 ms for the door; the last answer was Error: still closed/);
  });
});

describe('tokenAuthority', () => {
  it('leaves the public key set in a file and signs', async () => {
    const authority = await tokenAuthority();
    const { keys } = JSON.parse(readFileSync(authority.keySetFile, 'utf8')) as {
      keys: Record<string, unknown>[];
    };
    expect(keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    expect(keys[0]).not.toHaveProperty('d');
    expect((await authority.sign({ account: 'other' })).split('.')).toHaveLength(3);
    authority.remove();
  });
});
