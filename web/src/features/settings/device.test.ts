import { expect, test } from 'vitest';
import { deviceName } from './device';

test('a user agent becomes the name of a thing', () => {
  const cases: [string | null, string | null][] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36 Edg/143.0', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604', 'Safari on iOS'],
    ['curl/8.5.0', 'curl'],
    ['something else entirely', 'something else entirely'],
    [null, null],
  ];
  for (const [userAgent, name] of cases) expect(deviceName(userAgent), String(userAgent)).toBe(name);
});
