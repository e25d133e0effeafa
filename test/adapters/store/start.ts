import type { Instant } from '../../../src/domain/time.ts';

/** When every test of the store begins. */
export const START: Instant = Date.UTC(2026, 10, 23, 12);
