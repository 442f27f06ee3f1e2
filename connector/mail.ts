// Mail by SMTP. Without SMTP_URL nothing is sent and the pages show links to copy instead.
import { createTransport } from 'nodemailer';
import type { Log } from './log.ts';
import type { Reader } from './setting-reader.ts';

export type MailSettings = { readonly smtpUrl: string; readonly from: string };
export type Mail = { to: string; subject: string; text: string };

export type Mailer = {
  readonly isOn: boolean;
  /** True when the mail server took it. False, with the reason in the log, when not: nobody's work fails because of a mail. */
  send(mail: Mail): Promise<boolean>;
};

export function readMailSettings(from: Reader): MailSettings | null {
  const smtpUrl = from.text('SMTP_URL');
  const sender = from.text('MAIL_FROM');
  if (smtpUrl === null && sender === null) return null;
  // The value is not repeated: it may hold a password.
  if (smtpUrl === null || !/^smtps?:\/\/./.test(smtpUrl) || !URL.canParse(smtpUrl))
    from.problem('SMTP_URL', 'must start with smtp:// or smtps://', 'smtps://user:password@mail.example.com');
  if (sender === null || !sender.includes('@'))
    from.problem('MAIL_FROM', 'must be the sender of mails', 'Bookbridge <bookbridge@example.com>');
  return { smtpUrl: smtpUrl ?? '', from: sender ?? '' };
}

const patienceMs = 15_000;

export function createMailer(settings: MailSettings | null, log: Log): Mailer {
  if (settings === null) return { isOn: false, send: () => Promise.resolve(false) };
  const transport = createTransport(settings.smtpUrl, { from: settings.from });
  return {
    isOn: true,
    async send(mail) {
      const timeout = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new Error('the mail server did not answer in time')), patienceMs).unref();
      });
      try {
        await Promise.race([transport.sendMail(mail), timeout]);
        return true;
      } catch (error) {
        log.error({ err: error }, 'a mail could not be sent');
        return false;
      }
    },
  };
}
