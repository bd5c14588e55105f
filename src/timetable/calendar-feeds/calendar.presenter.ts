import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { textOf } from '../../catalogues/catalogues.js';
import type { TitleStyle } from './calendar-feed.dto.js';

/** One session in somebody's calendar. */
export interface CalendarEntry {
  id: string;
  title: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
  sequence: number;
  cancelled: boolean;
  /** When what it shows was last another. */
  shownAt: Date;
}

/**
 * A calendar as RFC 5545 writes it. A session keeps one UID for life, its SEQUENCE and DTSTAMP rise with whatever it
 * shows, and a cancelled one stays as CANCELLED (I-22). Nobody else stands in it, and unless wished otherwise no course, place or
 * college (I-13).
 */
export function calendarText(entries: CalendarEntry[], titles: TitleStyle): string {
  const full = titles === 'full';
  return ical({
    name: textOf('calendar.name'),
    prodId: { company: 'calendar', product: 'feed', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
    events: entries.map((entry) => ({
      id: `urn:uuid:${entry.id}`,
      sequence: entry.sequence,
      stamp: entry.shownAt,
      start: entry.startsAt,
      end: entry.endsAt,
      summary: full ? entry.title : textOf('calendar.discreet_title'),
      location: full ? entry.place : null,
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })),
  }).toString();
}
