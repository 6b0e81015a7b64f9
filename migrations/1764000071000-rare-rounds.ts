import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rounds that are rare by their cost or their status are found without reading the others. */
export class RareRounds1764000071000 implements MigrationInterface {
  readonly name = 'RareRounds1764000071000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.round_figures_cost');
    await runner.query('DROP INDEX purser.round_figures_failed');
    await runner.query(`
      CREATE INDEX round_figures_cost ON purser.round_figures (task, cost_nano)`);
    await runner.query(`
      CREATE INDEX round_figures_unanswered ON purser.round_figures (task, status, id)
      WHERE status <> 'answered'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.round_figures_cost');
    await runner.query('DROP INDEX purser.round_figures_unanswered');
    await runner.query(`
      CREATE INDEX round_figures_failed ON purser.round_figures (task, id) WHERE status = 'failed'`);
    await runner.query(`
      CREATE INDEX round_figures_cost ON purser.round_figures USING brin (cost_nano)
      WITH (pages_per_range = 32, autosummarize = on)`);
  }
}
