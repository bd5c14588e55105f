import type { MeasurementSummaryDto } from './measurement.dto.js';
import type { MeasurementRow } from './measurement.queries.js';
import { windowOf, shownState } from './measurement.rules.js';

/** A measure without its responses. */
export function presentMeasurement(found: MeasurementRow, now: Date): MeasurementSummaryDto {
  const { id, personId, instrument, occasion, runId, offeredAt, answeredAt, mode, raw, metric } = found;
  const window = windowOf(occasion, found);
  return {
    id,
    personId,
    instrument,
    occasion,
    runId,
    state: shownState(found.state, window, now),
    offeredAt: offeredAt.toISOString(),
    answerUntil: window?.until?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    mode,
    raw,
    metric,
  };
}
