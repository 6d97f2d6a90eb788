// A way to send the first run: what is installed, and the program for each lesson.

import type { Language, Lesson } from './snippets';

export interface Builder {
  install?: string;
  file: string;
  language: Language;
  run?: string;
  isOtel?: boolean;
  code: { llm: string } & Partial<Record<Lesson, string>>;
}
