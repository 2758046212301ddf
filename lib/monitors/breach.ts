import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import type { Breach } from './monitor';

type Window = { readonly datapoints: number; readonly of: number };

const breach =
  (comparison: ComparisonOperator) =>
  (threshold: number, { datapoints, of }: Window): Breach => {
    if (!(Number.isInteger(datapoints) && Number.isInteger(of) && datapoints >= 1 && of >= datapoints))
      throw new RangeError(
        `${datapoints} of ${of} datapoints: write whole numbers, at least 1, the first not the greater`,
      );
    return { comparison, threshold, datapoints, of };
  };

export const above = breach(ComparisonOperator.GREATER_THAN_THRESHOLD);
export const atLeast = breach(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
export const below = breach(ComparisonOperator.LESS_THAN_THRESHOLD);
export const atMost = breach(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);
