import { Octokit } from '@octokit/rest';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/adapters/log.ts';

/** What is written of that. */
function written(what: object, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  createLog('info', secrets, { write: (line: string) => void lines.push(line) }).error(what, 'trouble');
  return lines.join('');
}

describe('of an error is written what it is, and nobody’s words', () => {
  const WORDS = 'the harbour master is away';

  /** The error that Octokit throws for such an answer. */
  async function octokitError(answer: () => Response): Promise<unknown> {
    const quiet = () => undefined;
    const octokit = new Octokit({
      auth: `ghp_${'a'.repeat(36)}`,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      request: { fetch: async () => answer() },
    });
    const comment = { owner: 'ahoy', repo: 'boats', issue_number: 1, body: WORDS };
    return octokit.rest.issues.createComment(comment).catch((error: unknown) => error);
  }

  const json = (status: number, body: object) => () => Response.json(body, { status });
  const page = () =>
    new Response(`<p>${WORDS}</p>`, { status: 502, headers: { 'content-type': 'text/html' } });
  const invalid = { message: 'Validation Failed', errors: [{ field: 'body', value: WORDS }] };
  test.each([
    [
      'refused',
      json(403, { message: 'Must have admin rights', issue: { title: WORDS } }),
      'Must have admin rights',
    ],
    ['invalid', json(422, invalid), 'Validation Failed'],
    ['without a message', json(500, { body: WORDS }), 'Unknown error'],
    ['a page', page, ''],
  ])('an answer of GitHub’s: %s', async (_, answer, message) => {
    const line = written({ err: await octokitError(answer) });
    expect(JSON.parse(line)).toMatchObject({
      msg: 'trouble',
      err: {
        type: 'RequestError',
        message,
        stack: expect.stringMatching(/^ {4}at /),
        status: answer().status,
        method: 'POST',
        url: 'https://api.github.com/repos/ahoy/boats/issues/1/comments',
      },
    });
    expect(line).not.toContain('harbour');
    expect(line).not.toMatch(/aaaa/);
  });

  const refusal = { ok: false, error: 'invalid_blocks', message: { text: WORDS } };
  test.each([
    [
      new WebAPIPlatformError(refusal),
      { code: 'slack_webapi_platform_error', message: 'An API error occurred: invalid_blocks' },
    ],
    [
      new WebAPIHTTPError(500, 'Oops', { 'x-words': WORDS }, `{"text":"${WORDS}"}`),
      { code: 'slack_webapi_http_error', status: 500 },
    ],
    [
      new WebAPIRequestError(Object.assign(new Error('fetch failed'), { code: 'ECONNRESET', body: WORDS })),
      { code: 'slack_webapi_request_error', cause: { message: 'fetch failed', code: 'ECONNRESET' } },
    ],
  ])('an error of Slack’s: %s', (err, facts) => {
    const line = written({ err });
    expect(JSON.parse(line)).toMatchObject({ err: { type: err.constructor.name, ...facts } });
    expect(line).not.toContain('harbour');
  });

  test('what it was wrapped around, also where that goes round in a circle', () => {
    const inner = new TypeError('no such thing');
    const wrapped = Object.assign(new Error('outer'), { original: inner });
    inner.cause = wrapped;
    const { err } = JSON.parse(written({ err: wrapped })) as { err: object };
    expect(err).toMatchObject({ message: 'outer', cause: { type: 'TypeError', message: 'no such thing' } });
  });

  test('whatever was thrown', () => {
    expect(JSON.parse(written({ err: 'just words' }))).toMatchObject({ err: 'just words' });
    expect(JSON.parse(written({ err: { body: WORDS } }))).toMatchObject({ err: 'a thrown object' });
  });
});

describe('a secret never shows', () => {
  const long = 'Zz09Zz09Zz09Zz09Zz09Zz09Zz09Zz09Zz09';
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3Mi${long}.${long}-_${long}`;
  test.each([
    `xoxb-123-456-${long}`,
    `xoxp-123-${long}`,
    `xoxe.xoxp-1-${long}`,
    `xoxe-1-${long}`,
    `xapp-1-A123-456-${long}`,
    `xwfp-123-${long}`,
    ...['p', 'o', 'u', 's', 'r'].map((kind) => `gh${kind}_${long}`),
    `ghs_123456_${jwt}`,
    `github_pat_11A_${long}`,
    jwt,
    `https://hooks.slack.com/actions/T1/2/${long}`,
    `https://hooks.slack-gov.com/commands/T1/2/${long}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${long}\n${long}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN PRIVATE KEY-----\n${long}`,
    `postgres://sigbot:${long}@localhost/sigbot`,
  ])('of the shape %s', (secret) => {
    const line = written({ err: new Error(`wrong: ${secret}`), seen: [secret], note: `Bearer ${secret}.` });
    expect(line).not.toContain('Zz09');
    expect(line).toContain('[secret]');
    expect(JSON.parse(line)).toMatchObject({ msg: 'trouble' });
  });

  test('that was named, also where JSON writes it otherwise', () => {
    const secret = 'two "lines"\nof a secret';
    expect(written({ note: `it is ${secret}` }, [secret])).toContain('it is [secret]');
  });

  test('and a long line takes no time', () => {
    expect(written({ note: 'eyJ-'.repeat(250_000) })).toContain('eyJ-eyJ-');
  });
});
