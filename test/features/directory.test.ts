import { expect, test } from 'vitest';
import type { Group, MeetingLine } from '../../src/domain/group.ts';
import { groupInfo } from '../../src/features/directory/blocks.ts';

const tide: Group = {
  id: 'sig-tide',
  kind: 'sig',
  name: 'Tide',
  title: 'SIG Tide',
  leads: [],
  meetings: [],
  subprojects: [],
  paused: false,
  pullRequests: false,
};
const shown = (meetings: readonly MeetingLine[]) =>
  JSON.stringify(groupInfo({ ...tide, meetings }, undefined));

test('a private meeting is not shown', () => {
  const text = shown([
    { description: 'Harbour round', day: 'Tuesday' },
    { description: 'Keys', day: 'Friday', private: true },
  ]);
  expect(text).toContain('Harbour round');
  expect(text).not.toMatch(/Keys|Friday/);
});

test('a meeting that several subprojects have is shown once', () => {
  const line = { description: 'Boats', day: 'Tuesday', url: 'https://meet.example/boats' };
  const text = shown([
    { ...line, subproject: 'hulls' },
    { ...line, subproject: 'sails' },
  ]);
  expect(text.match(/Boats/g)).toHaveLength(1);
});
