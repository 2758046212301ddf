import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Configuration } from '../../engine/configuration/configuration';
import type { IntakePorts, Posted, Reply } from '../../engine/intake/http';
import { intake, unavailable } from '../../engine/intake/intake';
import type { Work } from '../wrap';

/** Answers a request of the HTTP API. It never throws: whoever posts must learn to try again. */
export const intakeRequest =
  (
    ports: () => IntakePorts,
    configuration: () => Configuration,
  ): Work<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> =>
  async (event, { log, report }) => {
    try {
      const { reply, route, sender } = await intake(ports(), configuration().ingest, postedOf(event));
      log.info('answered', { route, status: reply.status, ...(sender && { sender }) });
      return resultOf(reply);
    } catch (error) {
      report(error, {});
      return resultOf(unavailable());
    }
  };

function postedOf({ rawPath, headers, body = '', isBase64Encoded, requestContext }: APIGatewayProxyEventV2): Posted {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  // A stage that has a name stands before the path in some copies of API Gateway.
  const prefix = `/${requestContext.stage}`;
  return {
    method: requestContext.http.method.toUpperCase(),
    path: rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) : rawPath,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: bytes.toString('utf8'),
    bytes: bytes.length,
  };
}

const resultOf = ({ status, headers, body }: Reply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  body,
});
