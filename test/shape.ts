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
console.log(`the next rule is ${shape.nextRule}`);
