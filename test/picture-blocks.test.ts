import { expect, test } from 'vitest';
import { picture } from '../src/picture-blocks.ts';

test('a picture is shown with what it shows in words, within Slack’s limit', () => {
  expect(picture('https://bot.example/pictures/x.png', 'SIG Boats:\n104 open.')).toEqual({
    type: 'image',
    image_url: 'https://bot.example/pictures/x.png',
    alt_text: 'SIG Boats: 104 open.',
  });
  const long = picture('https://bot.example/x.png', 'boat '.repeat(1000));
  expect(long.type === 'image' && long.alt_text.length).toBe(2000);
});

test('where it has no address, one line says what the operator sets', () => {
  expect(JSON.stringify(picture(undefined, 'SIG Boats'))).toContain('set PUBLIC_URL');
});
