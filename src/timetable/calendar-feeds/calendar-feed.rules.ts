/** A link that no calendar fetched for so long is over: nobody knows any more who has it (BR-213). */
export const unusedDays = 60;
