import type { ApplicationSummaryDto } from './application.dto.js';
import type { StoredApplication } from './application.queries.js';
import type { ApplicationState } from './application.rules.js';

/** One line of a list of applications. */
export const presentApplicationSummary = (
  { id, personId, schemeId, schemeName, startedAt, submittedAt, version }: StoredApplication,
  state: ApplicationState,
): ApplicationSummaryDto => ({
  id,
  personId,
  schemeId,
  schemeName,
  state,
  version,
  startedAt: startedAt.toISOString(),
  submittedAt: submittedAt?.toISOString() ?? null,
});
