// One step of taking down what was brought up.

export type Undo = () => Promise<void> | void;
