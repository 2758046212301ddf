import { ArnFormat, type Stack } from 'aws-cdk-lib';

export type SecretReference = { readonly kind: 'ssm' | 'secretsmanager'; readonly name: string };

/**
 * Splits `ssm:/name` or `secretsmanager:name`.
 * @throws {Error} for anything else: a secret itself must never get into a template
 */
export function splitReference(reference: string): SecretReference {
  const [, kind, name] = /^(ssm|secretsmanager):(\S+)$/.exec(reference) ?? [];
  if ((kind === 'ssm' || kind === 'secretsmanager') && name) return { kind, name };
  // The text may be the secret: it is not repeated.
  throw new Error('not a reference to a secret: write "ssm:/name" or "secretsmanager:name"');
}

/** A parameter's ARN; a full ARN, of another account, stays as it is. */
export function parameterArn(stack: Stack, name: string): string {
  if (name.startsWith('arn:')) return name;
  return stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') });
}

/** A secret's ARN without the six characters that Secrets Manager adds to its name. */
export function secretArn(stack: Stack, name: string): string {
  if (name.startsWith('arn:')) return name;
  return stack.formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${name}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
