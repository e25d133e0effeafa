import type { Health } from '../domain/health.ts';
import type { Drawing, Lettering } from './drawing.ts';

/** A group's health over twelve weeks, as one picture. */
export function drawHealth(_health: Health, _lettering: Lettering): Drawing {
  return { svg: '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="500"/>', replaced: [] };
}
