/** Cuts what comes into arrays of at most `most` items that are together at most `mostSize` large, one item at least. */
export async function* batchesOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { most, mostSize, sizeOf }: { most: number; mostSize: number; sizeOf: (item: Item) => number },
): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let size = 0;
  for await (const item of items) {
    const more = sizeOf(item);
    if (batch.length > 0 && (batch.length === most || size + more > mostSize)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += more;
  }
  if (batch.length > 0) yield batch;
}
