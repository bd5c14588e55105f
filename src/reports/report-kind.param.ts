import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { refuse } from '../platform/errors/platform.refusals.js';
import { type ReportKind, reportKinds } from './figures.js';

class KnownReport implements PipeTransform<string, ReportKind> {
  transform(text: string): ReportKind {
    const known = reportKinds.find((kind) => kind === text);
    if (!known) throw refuse('not_found');
    return known;
  }
}

/** The report in the path; an unknown word is 404. */
export const ReportKindParam = (): ParameterDecorator => (target, handler, position) => {
  Param('report', KnownReport)(target, handler, position);
  if (handler !== undefined)
    ApiParam({ name: 'report', description: 'The report.', enum: reportKinds })(
      target,
      handler,
      Object.getOwnPropertyDescriptor(target, handler) ?? {},
    );
};
