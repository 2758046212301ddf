/** Named one by one, so that the bundle of what is loaded lazily holds no more than these need. */
export { captureException, flush, init } from '@sentry/aws-serverless';
