import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ApiError } from './api-error.js';

/** Checks what comes in against the zod schema of the parameter, and names the field at fault. */
export const validation = new StandardSchemaValidationPipe({
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
