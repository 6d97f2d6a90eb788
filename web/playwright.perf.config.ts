import config from './playwright.config';

// Times, not tests: one at a time, and only when somebody asks.
export default { ...config, testMatch: 'perf.ts', workers: 1, fullyParallel: false };
