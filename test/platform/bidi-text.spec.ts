import { visualRuns } from '../../src/certificates/bidi-text.js';

test.each([
  ['a name in one script', 'Zoë Ñandú', ['Zoë Ñandú']],
  ['a name that goes on from right to left', 'Zoë نور الهدى', ['Zoë ', 'نور الهدى']],
  ['two scripts from right to left, each to be written by itself', 'נועה الأمل', ['الأمل', 'נועה ']],
  ['a number inside a text from right to left', 'قاعة 12', ['12', 'قاعة ']],
])('%s stands on paper in order', (_, text, runs) => expect(visualRuns(text)).toEqual(runs));
