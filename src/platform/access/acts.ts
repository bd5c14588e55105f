/** Part of what a `can` lists: these words where it holds, none where not. */
export const when = <Word extends string>(holds: boolean, ...words: Word[]): Word[] => (holds ? words : []);
