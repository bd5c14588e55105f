import { textNamed, textOf } from '../../catalogues/catalogues.js';

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
  sensitivity: Sensitivity;
}

function model(name: PromptModel, steps: readonly (readonly [step: string, sensitivity?: Sensitivity])[]): Prompt[] {
  return steps.map(([step, sensitivity = 'light']) => ({
    id: `${name}.${step}.1`,
    model: name,
    step,
    sensitivity,
  }));
}

/** Every prompt, in the order of its model. All are optional; an answer may be a word, a picture or nothing. */
export const prompts: readonly Prompt[] = [
  ...model('gibbs', [
    ['description'],
    ['feelings', 'moderate'],
    ['evaluation', 'moderate'],
    ['analysis'],
    ['conclusion'],
    ['action_plan'],
  ]),
  ...model('kolb', [['experience'], ['reflection', 'moderate'], ['concept'], ['experiment']]),
  ...model('driscoll', [['what'], ['so_what', 'moderate'], ['now_what']]),
  ...model('strengths', [['connectedness'], ['hope'], ['identity'], ['meaning'], ['empowerment']]),
  ...model('free', [['page']]),
];

const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));

export const isPrompt = (id: string): boolean => byId.has(id);
export const promptOf = (id: string): Prompt | undefined => byId.get(id);

/** The question, `prompts.<model>.<step>` in the catalogue. */
export const promptText = ({ model: name, step }: Prompt): string => textNamed(`prompts.${name}.${step}`);

/** What stands at the end, gentler the more a question may stir up. */
export const aftercareText = ({ sensitivity }: Prompt): string => textOf(`prompts.aftercare.${sensitivity}`);
