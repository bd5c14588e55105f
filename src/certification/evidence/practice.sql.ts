/** Minutes of a row of the practice log: of a session, as many as were delivered, also where that was corrected. */
export const practisedMinutesSql = (log: string): string =>
  `coalesce(delivered_minutes(${log}.session_id), ${log}.minutes)`;
