/** The ways of reflecting that the college offers; `free` asks nothing. */
export const promptModels = ['gibbs', 'kolb', 'driscoll', 'strengths', 'free'] as const;
export type PromptModel = (typeof promptModels)[number];

export const sensitivities = ['light', 'moderate'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export interface Prompt {
  /** `<model>.<step>.<edition>`: new words get a new edition, and old entries keep the words that they answered. */
  id: string;
  model: PromptModel;
  step: string;
  text: string;
  sensitivity: Sensitivity;
  aftercare: string;
}

const light = 'That is enough for today, however much or little it was.';
const moderate =
  'Looking back can stir things up. You can stop here, do something kind for yourself, or talk to somebody you trust.';

function model(
  name: PromptModel,
  steps: readonly (readonly [step: string, text: string, sensitivity?: Sensitivity])[],
): Prompt[] {
  return steps.map(([step, text, sensitivity = 'light']) => ({
    id: `${name}.${step}.1`,
    model: name,
    step,
    text,
    sensitivity,
    aftercare: sensitivity === 'light' ? light : moderate,
  }));
}

/** Every prompt, in the order of its model. All are optional; an answer may be a word, a picture or nothing. */
export const prompts: readonly Prompt[] = [
  ...model('gibbs', [
    ['description', 'If you like, tell the story in a few lines: where were you, and what went on?'],
    ['feelings', 'What was it like inside you, then and now? Any word or colour will do.', 'moderate'],
    ['evaluation', 'Which parts felt all right, and which were harder?', 'moderate'],
    ['analysis', 'What might help to explain why it went that way?'],
    ['conclusion', 'Is there something you know now that you did not know before?'],
    ['action_plan', 'Should something like it come again, what would you want to try, keep or leave?'],
  ]),
  ...model('kolb', [
    ['experience', 'Pick one moment that stayed with you. What did you do, see or hear?'],
    ['reflection', 'Seen from today, what do you notice about that moment?', 'moderate'],
    ['concept', 'Does it remind you of other moments? Is there a thread between them?'],
    ['experiment', 'What small thing could you try, just to find out what happens?'],
  ]),
  ...model('driscoll', [
    ['what', 'What happened that you would like to remember?'],
    ['so_what', 'Why does it matter to you?', 'moderate'],
    ['now_what', 'What, if anything, would you like to do with it?'],
  ]),
  ...model('strengths', [
    ['connectedness', 'Who or what made you feel a little less alone lately?'],
    ['hope', 'What gives you even a small reason to look forward?'],
    ['identity', 'Which side of you showed itself that you are glad to know?'],
    ['meaning', 'What felt worth your time?'],
    ['empowerment', 'Where did you have a say, or make a choice that was yours?'],
  ]),
  ...model('free', [['page', 'This page is yours. Write, draw, record, or leave it empty.']]),
];

const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));

export const isPrompt = (id: string): boolean => byId.has(id);
export const promptOf = (id: string): Prompt | undefined => byId.get(id);
