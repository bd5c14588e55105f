/**
 * Does this for each, a few at a time: as many as the smallest database pool has connections for without anybody
 * waiting long.
 */
export async function inLanes<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of left) await work(item, index);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}
