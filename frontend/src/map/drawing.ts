import type { Atlas } from "./atlas";
import type { Work } from "./works";

export class Drawing {
  constructor(_atlas: Atlas, _work: Work | undefined, _done: () => void) {}
}
