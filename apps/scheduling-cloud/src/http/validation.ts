import { Readable } from 'node:stream';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ApiError } from './api-error.js';

/** Nest looks through all that it validates for keys that pollute prototypes. */
class ValidationPipe extends StandardSchemaValidationPipe {
  /** A body that is read as it comes has no keys; its stream leads to half of Node. */
  protected override stripProtoKeys(value: unknown): void {
    if (!(value instanceof Readable)) super.stripProtoKeys(value);
  }
}

/** Checks what comes in against the zod schema of the parameter, and names the field at fault. */
export const validation = new ValidationPipe({
  exceptionFactory: (issues) => {
    const [first] = issues;
    const param = (first?.path ?? [])
      .map((step) => String(typeof step === 'object' ? step.key : step))
      .join('.');
    const message = first?.message ?? 'the request is not valid';
    return new ApiError(
      400,
      'invalid_request',
      param === '' ? message : `${param}: ${message}`,
      param === '' ? null : param,
    );
  },
});
