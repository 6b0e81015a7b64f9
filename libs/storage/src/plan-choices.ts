import type { DataSource } from 'typeorm';

/**
 * The choices of some queries of a plan in a row, at a point of its front.
 * @param first the place of the first, @param last of the last
 * @returns the choice of a place between them
 */
export async function planChoices(
  database: DataSource,
  { id, point, first, last }: { id: string; point: number; first: number; last: number },
): Promise<(place: number) => number> {
  const [row] = await database.query<{ choices: Buffer }[]>(
    `SELECT substring(choices FROM $3 FOR $4) AS choices
     FROM purser.plan_points WHERE plan_id = $1 AND point = $2`,
    [id, point, 2 * first + 1, 2 * (last - first + 1)],
  );
  if (row === undefined) throw new Error(`plan ${id} has no point ${point}`);
  return (place) => row.choices.readUInt16LE(2 * (place - first));
}
