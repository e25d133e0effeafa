import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termsOf, wordTerms } from '../../src/domain/terms.ts';

const piece = fc.constantFrom(
  ...'abBZéßñ0189 .-_/@#:\'’"&|*()\0\n\ud83d🛶Ж字ק',
  'ﬁ',
  '½',
  'İ',
  'e\u0301',
  'OR ',
);

describe('the terms of a text', () => {
  test.each<[string, string, string]>([
    ['small words and those of every report say nothing', 'I see a bug: it does not work with this', 'work'],
    ['words without their endings', 'fails failed failing failures', 'fail failur'],
    ['doubled letters', 'running runs dropped drops', 'run drop'],
    ['plural', 'copies policies classes status redis', 'copy policy class status redis'],
    ['without case', 'Kubelet KUBELET kubelet', 'kubelet'],
    ['a name in code by its humps', 'NodePublishVolume', 'nod publish volum'],
    [
      'a name that begins with capitals',
      'CSIDriver HTTPServerError DRAConsumableCapacity',
      'csi driver http server dra consumabl capacity',
    ],
    ['names that stay whole', 'IPv6 v1beta1 k8s x86', 'ipv6 v1beta1 k8s x86'],
    ['a flag', '--feature-gates=InPlaceResize', 'featur gat plac resiz'],
    ['a path', 'pkg/kubelet/kubelet_pods.go', 'pkg kubelet pod go'],
    ['an API group', 'storage.k8s.io/v1', 'storag k8s io v1'],
    ['a version is one term', 'v1.33.1 1.30 v1.35.0-rc.1', '1.33.1 1.30 1.35.0'],
    ['no addresses of machines', '10.0.0.1', ''],
    ['no links, mentions, issues', 'https://x.test/a?b=c @dana #123 kubernetes/kubernetes#9', 'kubernet'],
    ['no times, numbers and sizes', '2026-01-02T03:04:05Z 15s 42 4096 512Mi', ''],
    ['no ids and hashes', 'c9bf9e57-1685-4c89-bafb-ff5af830be8a deadbeef1 e83c5163316f89bf', ''],
    ['no random ends of pods’ names', 'web-7d9c8f6b54 coredns-668d6bf9bc-x2x5b', 'web coredn x2x5b'],
    [
      'an error as it is printed',
      'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
      'rpc cod deadlin exceed desc context',
    ],
    ['apostrophes', "the node's kubelet isn’t ready", 'nod kubelet ready'],
    ['other scripts', 'нода падает', 'нода падает'],
    ['Japanese, two signs at a time', 'ポッドが停止', 'ポッ ッド ドが が停 停止'],
    ['a vowel that is lengthened', 'サーバー', 'サー ーバ バー'],
    ['Chinese among other words', 'kubelet无法启动Pod，重启', 'kubelet 无法 法启 启动 pod 重启'],
    ['Chinese signs beyond the first plane', '𠮷野家', '𠮷野 野家'],
    ['one sign alone', '船 v1.2版', '1.2'],
    ['nothing', '  --- ?! ', ''],
  ])('%s', (_name, text, expected) => {
    expect(wordTerms(text).join(' ')).toBe(expected);
  });

  test('are plain words, each once, none too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 200 }), (text) => {
        const terms = wordTerms(text);
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) expect(term).toMatch(/^[\p{L}\p{N}.]{1,40}$/u);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

test('a body adds what the title has not, and not without end', () => {
  expect(termsOf('Pump leaks', 'The pump drips')).toEqual({ title: ['pump', 'leak'], body: ['drip'] });
  const long = Array.from(
    { length: 900 },
    (_, at) =>
      `word${'abcdefghij'.charAt(at % 10)}${String.fromCharCode(97 + ((at / 10) % 26), 97 + at / 260)}`,
  );
  expect(termsOf('', long.join(' ')).body).toHaveLength(200);
});
