import type { SchemaObject } from '@nestjs/swagger';

/** How every refusal looks (RFC 9457). */
export const problemSchemas: Record<string, SchemaObject> = {
  FieldError: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      pointer: { type: 'string', description: 'JSON pointer into the body, or the name of a parameter.' },
      code: { type: 'string', description: 'Stable; what a program decides by.' },
      message: { type: 'string', description: 'Plain words for a person.' },
    },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'The kind of problem (RFC 9457); it opens a page about it.' },
      title: { type: 'string', description: 'What it is, in a few words.' },
      status: { type: 'integer', description: 'The HTTP status.' },
      detail: { type: 'string', description: 'What happened and what to do next, in plain words.' },
      code: { type: 'string', description: 'Stable; names the rule.' },
      errors: {
        type: 'array',
        maxItems: 20,
        description: 'Every wrong field or unmet rule, as far as known.',
        items: { $ref: '#/components/schemas/FieldError' },
      },
      requestId: { type: 'string', description: 'Also in the X-Request-Id header.' },
    },
    additionalProperties: true,
  },
};
