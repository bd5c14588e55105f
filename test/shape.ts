import { limits, measureShape } from './support/shape.js';

// npm run shape: how the sources look, in figures.
const shape = measureShape();
const list = (title: string, found: string[]) => console.log([`${title}: ${found.length}`, ...found].join('\n  '));

console.log(`${shape.files} files, ${shape.lines} lines in src and test`);
console.log(
  `lines over ${limits.lineLength} characters: ${shape.longLines}, ${shape.longLinePercent.toFixed(2)} % ` +
    `(limit ${limits.longLinePercent} %)`,
);
list(`files over ${limits.linesPerFile} lines under src`, shape.longFiles);
list(`folders over ${limits.filesPerFolder} files under src`, shape.fullFolders);
list('classes that are not named as their file', shape.misnamedClasses);
list('citations of rules that stand nowhere', shape.danglingCitations);
list(`tables without an entity, of ${shape.tables}`, shape.tablesWithoutEntity);
list('imports inside platform that go against its order', shape.climbingImports);
const { statements } = shape;
console.log(
  `statements about one table: ${statements.singleTable}, ${statements.fromEntitiesPercent.toFixed(1)} % of them from an ` +
    `entity (at least ${limits.fromEntitiesPercent} %)`,
);
list('of them in a text by hand', statements.byHand);
list(`texts with "insert into" (limit ${limits.inserts})`, statements.inserts);
list('classes with more than ten constructor parameters', statements.wideConstructors);
console.log(`the next rule is ${shape.nextRule}`);
