import { aPerson } from '../support/builders.js';
import { aLargeYear, largeYear } from '../support/large-year.js';
import { call } from './load.js';
import type { MeasuredCollege } from './measured-college.js';
import type { Figure } from './table.js';

/** A report over a large year: the first time, when it is made and kept, and again. */
export async function largeReports(college: MeasuredCollege): Promise<Figure[]> {
  const { site } = college;
  await aLargeYear(site);
  const { api } = await college.serve();
  const analyst = await aPerson(site, { name: 'Ana', roles: ['analyst'] });
  const seconds = async () => {
    const start = performance.now();
    await call({ url: `${api}/reports/activity?period=${largeYear.year}`, token: await analyst.bearer() });
    return (performance.now() - start) / 1000;
  };
  const of = `report over ${largeYear.enrolments.toLocaleString('en')} enrolments`;
  return [
    { what: `${of}, the first time`, found: await seconds(), unit: 's', most: 3 },
    { what: `${of}, again`, found: (await seconds()) * 1000, unit: 'ms', most: 20 },
  ];
}
