import attendance from './attendance.json' with { type: 'json' };
import certificates from './certificates.json' with { type: 'json' };
import certification from './certification.json' with { type: 'json' };
import ceu from './ceu.json' with { type: 'json' };
import college from './college.json' with { type: 'json' };
import columns from './columns.json' with { type: 'json' };
import courses from './courses.json' with { type: 'json' };
import enrolment from './enrolment.json' with { type: 'json' };
import fields from './fields.json' with { type: 'json' };
import journals from './journals.json' with { type: 'json' };
import notifications from './notifications.json' with { type: 'json' };
import outcomes from './outcomes.json' with { type: 'json' };
import people from './people.json' with { type: 'json' };
import platform from './platform.json' with { type: 'json' };
import privacy from './privacy.json' with { type: 'json' };
import reports from './reports.json' with { type: 'json' };
import sessions from './sessions.json' with { type: 'json' };
import timetable from './timetable.json' with { type: 'json' };

/** Canadian English, by topic of the college. */
export const enCA = {
  tag: 'en-CA',
  dates: 'en-GB',
  topics: {
    attendance,
    certificates,
    certification,
    ceu,
    college,
    columns,
    courses,
    enrolment,
    fields,
    journals,
    notifications,
    outcomes,
    people,
    platform,
    privacy,
    reports,
    sessions,
    timetable,
  },
};
