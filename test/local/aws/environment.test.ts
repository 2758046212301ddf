import { clientEnvironment, ForeignEndpointError, givenEndpoint } from '../../../local/aws/environment';

test.each<[string | undefined, string | null]>([
  [undefined, null],
  ['', null],
  ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
  ['http://127.0.0.1:4566/', 'http://127.0.0.1:4566'],
  ['http://localhost:4566', 'http://localhost:4566'],
  ['http://[::1]:4566', 'http://[::1]:4566'],
])('AWS_ENDPOINT_URL=%j is used as %j', (given, endpoint) => {
  expect(givenEndpoint({ AWS_ENDPOINT_URL: given })).toBe(endpoint);
});

test.each([
  'https://sns.eu-west-1.amazonaws.com',
  'http://10.0.0.7:4566',
  'http://localhost.example.com:4566',
  'http://127.0.0.1.example.com',
  'http://127.0.0.1@example.com',
  'not an address',
])('%s is refused: it is not on this machine', (AWS_ENDPOINT_URL) => {
  expect(() => givenEndpoint({ AWS_ENDPOINT_URL })).toThrow(ForeignEndpointError);
});

test('no profile of the user is within reach of what is deployed locally', () => {
  const environment = clientEnvironment('http://127.0.0.1:1');
  expect(environment).toMatchObject({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  expect(Object.keys(environment)).not.toContain('AWS_PROFILE');
});
