import type { ModulesContainer } from '@nestjs/core';
import { routesWhere } from '../../src/platform/access/declared-access.js';
import { DISCLOSES } from '../../src/platform/reads/personal-record.js';

/** Routes that record who reads whose record. */
export const disclosingRoutes = (modules: ModulesContainer): string[] => routesWhere(modules, (handler) => Reflect.hasMetadata(DISCLOSES, handler));

/** Routes that answer no record of somebody else, and why. */
const reasons: Record<string, string[]> = {
  'journals keep their own record of readings, which only the author sees': [
    'GET /journal-attachments/:id', 'GET /journal-entries', 'GET /journal-entries/:id', 'GET /journal-entries/:id/comments', 'GET /journal-entries/:id/grants', 'GET /journal-entries/:id/reads',
    'GET /journal-entries/:id/recipients', 'GET /journal-entries/:id/versions', 'GET /journal-exports/:id', 'GET /journal-exports/:id/archive', 'GET /journal-grants/:id', 'GET /journal-prompts',
    'GET /journal-versions/:id', 'GET /sessions/:id/journal-prompts', 'GET /shared-with-me',
  ],
  "one's own only": ['GET /certificates/:id', 'GET /sessions/:id/joining', 'GET /runs/:id/materials'],
  'the college, its places and its questions': [
    'GET /instruments', 'GET /instruments/:id', 'GET /evaluation-forms', 'GET /evaluation-forms/:id', 'GET /runs/:id/evaluation-form', 'GET /sessions/:id/evaluation-form',
    'GET /online-rooms', 'GET /online-rooms/:id', 'GET /terms', 'GET /terms/:id', 'GET /venues', 'GET /venues/:id', 'GET /prospectus-editions', 'GET /prospectus-editions/:id',
    'GET /certification-schemes', 'GET /certification-schemes/:id', 'GET /certification-schemes/:id/requirement-sets', 'GET /certification-scheme-examples', 'GET /requirement-sets/:id',
    'GET /ce-approvals', 'GET /ce-approvals/:id', 'GET /operations/invariants',
  ],
  'runs and sessions, with who works on them': [
    'GET /runs', 'GET /runs/:id', 'GET /runs/:id/facilitators', 'GET /runs/:id/readiness', 'GET /runs/:id/sessions', 'GET /session-series/:id', 'GET /sessions/:id', 'GET /sessions/:id/check-in-code',
    'GET /sessions/:id/debrief', 'GET /sessions/:id/delivery', 'GET /facilitator-assignments/:id', 'GET /peer-meetings',
  ],
  'courses, with who made them as they want to be credited': [
    'GET /contributors/:id', 'GET /course-files/:id', 'GET /course-proposals', 'GET /course-proposals/:id', 'GET /course-versions/:id', 'GET /course-versions/:id/ce-configuration',
    'GET /course-versions/:id/comparison', 'GET /course-versions/:id/contributors', 'GET /course-versions/:id/meetings', 'GET /course-versions/:id/periodic-reviews', 'GET /course-versions/:id/readiness',
    'GET /course-versions/:id/reviews', 'GET /course-versions/:id/sign-offs', 'GET /courses', 'GET /courses/:id', 'GET /courses/:id/peer-tracks', 'GET /courses/:id/versions',
  ],
  'numbers without people': [
    'GET /reports/:report', 'GET /reports/:report.csv', 'GET /reports/definitions', 'GET /reports/today','GET /runs/:id/waitlist/explanation', 'GET /ce-ledger/totals', 'GET /ce-rosters', 'GET /runs/:id/evaluation-results', 'GET /sessions/:id/evaluation-results'],
};

export const notAboutSomebodyElse: ReadonlySet<string> = new Set(Object.values(reasons).flat());
