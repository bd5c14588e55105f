/** A person, by the name that everybody here uses. */
export class NamedPersonDto {
  /** Id of the person. */
  id: string;
  /** Chosen name. */
  chosenName: string;
}

/** A run, in a line. */
export class NamedRunDto {
  /** Id of the run. */
  id: string;
  /** Title of the course. */
  courseTitle: string;
  /** Day of the first session at its place (YYYY-MM-DD); null while there is none. */
  startsOn: string | null;
}

/** A session, in a line. */
export class NamedSessionDto {
  /** Id of the session. */
  id: string;
  /** What it is called. */
  title: string;
  /** Wall time at its place (YYYY-MM-DDTHH:MM). */
  localStart: string;
  /** IANA zone of its place. */
  timeZone: string;
}

/** A course, in a line. */
export class NamedCourseDto {
  /** Id of the course. */
  id: string;
  /** Title. */
  title: string;
}
