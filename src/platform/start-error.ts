/** Why a process cannot start or go on, in one sentence for whoever started it: what, which setting, what to do next. */
export class StartError extends Error {}
