import type { CourseVersionBody } from '../../courses/versions/course-version.dto.js';

/** A course of the demo college, as a member of staff would write it. */
export interface DemoCourse {
  title: string;
  topic: string;
  audience: string[];
  content: CourseVersionBody;
}

/** A session as it is planned. */
type Plan = NonNullable<CourseVersionBody['sessionPlans']>[number];
type Part = Plan['activities'][number];

export const part = (kind: Part['kind'], title: string, minutes: number, extra: Partial<Part> = {}): Part => ({
  kind,
  title,
  minutes,
  allowableForCeu: true,
  skippable: false,
  ...extra,
});
const pause = (minutes: number): Part =>
  part('break', 'Tea, stretching, fresh air', minutes, { allowableForCeu: false, skippable: true });

/** A meeting with a break in the middle. */
export const evening = (order: number, title: string, first: Part[], second: Part[]): Plan => {
  const minutes = (parts: Part[]) => parts.reduce((sum, each) => sum + each.minutes, 0);
  return {
    order,
    title,
    minutesContact: minutes(first) + minutes(second),
    minutesBreak: 15,
    activities: [...first, pause(15), ...second],
  };
};

export const openToAll =
  'You can keep your camera off, stay quiet, step out and come back. Nobody is asked to tell their story.';
