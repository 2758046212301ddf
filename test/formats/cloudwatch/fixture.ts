import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'fixtures');

/** Every recorded shape by name. */
export const FIXTURES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

export const fixtureText = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

/** A recorded message with some fields changed; undefined takes one away. */
export const fixture = (name: string, changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ...JSON.parse(fixtureText(name)), ...changes });

/** The message as a queue gets it from a topic. */
export const enveloped = (message: string, envelope: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:us-east-1:123456789012:tocsin-warning',
    Subject: 'ALARM: "checkout-errors" in US East (N. Virginia)',
    Message: message,
    Timestamp: '2026-11-23T17:15:45.203Z',
    SignatureVersion: '1',
    Signature:
      'EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L10Hs3zH81mtnPk5uvvolIC1CXGu43obcgFxeL3khZl8IKvO61GWB6jI9b5+gLPoBc1Q=',
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem',
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
    ...envelope,
  });
