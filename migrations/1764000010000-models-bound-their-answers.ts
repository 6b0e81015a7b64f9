import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models must say how long their answers may be; before, 1024 tokens went without saying. */
export class ModelsBoundTheirAnswers1764000010000 implements MigrationInterface {
  readonly name = 'ModelsBoundTheirAnswers1764000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE purser.registry SET config = config || '{"maxOutputTokens": 1024}'
      WHERE kind = 'model' AND NOT config ? 'maxOutputTokens'`);
  }

  /** What is said now means the same to the code before. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}
