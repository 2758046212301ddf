import type { EmailRequest, HttpRequest, Request, Response, SmsRequest } from '../channels/channel';
import type { Transport } from '../engine/ports';

export type Senders = {
  readonly http: (request: HttpRequest) => Promise<Response>;
  readonly sms: (request: SmsRequest) => Promise<Response>;
  readonly email: (request: EmailRequest) => Promise<Response>;
};

/** Gives each request to whom it concerns. */
export const transport = ({ http, sms, email }: Senders): Transport => ({
  send(request: Request): Promise<Response> {
    switch (request.kind) {
      case 'http':
        return http(request);
      case 'sms':
        return sms(request);
      case 'email':
        return email(request);
    }
  },
});
