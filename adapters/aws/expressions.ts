import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Json } from '../../core/json';
import { type Clause, type Condition, StoreError, type Update } from '../../engine/ports';
import { toAttribute } from './attributes';

/** True of every item, existing or not: a check must have a condition. */
const ALWAYS = 'attribute_exists(pk) OR attribute_not_exists(pk)';
const NEVER = 'attribute_exists(pk) AND attribute_not_exists(pk)';

/** The parts of a request that expressions need; empty maps are left out, as DynamoDB demands. */
export type Expressions = {
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
};

/** Collects names and values of one request, so that no attribute's name meets DynamoDB's 573 reserved words. */
class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values: AttributeValue[] = [];

  name(attribute: string): string {
    const placeholder = this.#names.get(attribute) ?? `#${this.#names.size}`;
    this.#names.set(attribute, placeholder);
    return placeholder;
  }

  value(value: Json): string {
    return `:${this.#values.push(toAttribute(value)) - 1}`;
  }

  maps(): Expressions {
    const names = [...this.#names].map(([attribute, placeholder]) => [placeholder, attribute]);
    const values = this.#values.map((value, index) => [`:${index}`, value]);
    return {
      ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    };
  }
}

/** A condition alone, for a put, a delete or a check. */
export function conditionOf(condition: Condition): Expressions & { ConditionExpression: string } {
  const placeholders = new Placeholders();
  return { ConditionExpression: alternatives(condition, placeholders), ...placeholders.maps() };
}

/**
 * An update and what it requires.
 * @throws {StoreError} for one that changes nothing, or one attribute twice: the embedded AWS lets both pass
 */
export function updateOf(update: Update, condition: Condition | undefined): Expressions & { UpdateExpression: string } {
  refuseOverlap(update);
  const placeholders = new Placeholders();
  return {
    UpdateExpression: sections(update, placeholders),
    ...(condition && { ConditionExpression: alternatives(condition, placeholders) }),
    ...placeholders.maps(),
  };
}

function alternatives(condition: Condition, placeholders: Placeholders): string {
  if (condition.length === 0) return NEVER;
  if (condition.some((clauses) => clauses.length === 0)) return ALWAYS;
  return condition
    .map((clauses) => `(${clauses.map((clause) => holds(clause, placeholders)).join(' AND ')})`)
    .join(' OR ');
}

function holds([attribute, operator, value]: Clause, placeholders: Placeholders): string {
  const name = placeholders.name(attribute);
  switch (operator) {
    case 'absent':
      return `attribute_not_exists(${name})`;
    case 'present':
      return `attribute_exists(${name})`;
    case '<>':
      // To DynamoDB an absent attribute differs from every value.
      return `attribute_exists(${name}) AND ${name} <> ${placeholders.value(value)}`;
    default:
      return `${name} ${operator} ${placeholders.value(value)}`;
  }
}

function sections({ set, setIfAbsent, copy, add, remove }: Update, placeholders: Placeholders): string {
  const name = (attribute: string): string => placeholders.name(attribute);
  const value = (json: Json): string => placeholders.value(json);
  const assignments = [
    ...Object.entries(set ?? {}).map(([target, json]) => `${name(target)} = ${value(json)}`),
    ...Object.entries(setIfAbsent ?? {}).map(
      ([target, json]) => `${name(target)} = if_not_exists(${name(target)}, ${value(json)})`,
    ),
    ...Object.entries(copy ?? {}).map(
      ([target, source]) => `${name(target)} = if_not_exists(${name(source)}, ${value(null)})`,
    ),
  ];
  const additions = Object.entries(add ?? {}).map(([target, amount]) => `${name(target)} ${value(amount)}`);
  const removals = (remove ?? []).map(name);
  const clauses: [string, string[]][] = [
    ['SET', assignments],
    ['ADD', additions],
    ['REMOVE', removals],
  ];
  return clauses.flatMap(([keyword, parts]) => (parts.length > 0 ? `${keyword} ${parts.join(', ')}` : [])).join(' ');
}

function refuseOverlap({ set = {}, setIfAbsent = {}, copy = {}, add = {}, remove = [] }: Update): void {
  const targets = [set, setIfAbsent, copy, add].flatMap(Object.keys).concat(remove);
  if (targets.length === 0) throw new StoreError('an update that changes nothing');
  if (new Set(targets).size < targets.length) throw new StoreError(`two changes to one of ${targets.join(', ')}`);
}
