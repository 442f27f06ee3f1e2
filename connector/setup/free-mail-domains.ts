// Stage `match`: mail providers open to everybody. An address there says nothing about the company a person works for.
// Our own list, written on 2026-11-24 from general knowledge of the large providers of each region; an address of a
// provider that is missing finds an Account only when some Account has that provider's website. Workspaces add their own.
const byRegion = {
  worldwide: `
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com
    myyahoo.com icloud.com me.com mac.com aol.com aim.com proton.me protonmail.com protonmail.ch pm.me tutanota.com
    tutanota.de tutamail.com tuta.com tuta.io keemail.me fastmail.com fastmail.fm hey.com zohomail.com mail.com
    email.com usa.com post.com gmx.com gmx.us hushmail.com mailfence.com duck.com startmail.com runbox.com
    mailbox.org posteo.net posteo.de disroot.org inbox.com lycos.com excite.com rediffmail.com`,
  northAmerica: `
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net earthlink.net
    optonline.net frontier.com windstream.net centurylink.net juno.com netzero.net roadrunner.com rr.com
    rogers.com bell.net shaw.ca telus.net sympatico.ca videotron.ca yahoo.ca live.ca hotmail.ca`,
  latinAmerica: `
    uol.com.br bol.com.br terra.com.br ig.com.br globo.com hotmail.com.br outlook.com.br yahoo.com.br yahoo.com.mx
    prodigy.net.mx hotmail.es yahoo.com.ar fibertel.com.ar`,
  germanSpeaking: `
    gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de online.de vodafone.de kabelmail.de 1und1.de
    mail.de email.de yahoo.de hotmail.de outlook.de live.de aon.at chello.at bluewin.ch hispeed.ch sunrise.ch`,
  unitedKingdomAndIreland: `
    btinternet.com bt.com sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk blueyonder.co.uk
    hotmail.co.uk live.co.uk outlook.ie yahoo.co.uk yahoo.ie eircom.net`,
  france: `
    orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr hotmail.fr live.fr outlook.fr yahoo.fr gmx.fr`,
  southernEurope: `
    libero.it virgilio.it alice.it tin.it tiscali.it hotmail.it outlook.it yahoo.it live.it telefonica.net outlook.es
    yahoo.es sapo.pt hotmail.gr yahoo.gr`,
  beneluxAndNorth: `
    ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl hetnet.nl live.nl hotmail.nl outlook.be telenet.be skynet.be
    proximus.be live.se hotmail.se telia.com spray.se online.no live.no hotmail.no live.dk hotmail.dk jubii.dk
    luukku.com`,
  easternEurope: `
    mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua wp.pl o2.pl onet.pl interia.pl
    gazeta.pl seznam.cz email.cz centrum.cz azet.sk abv.bg freemail.hu citromail.hu yahoo.ro`,
  asiaAndPacific: `
    qq.com 163.com 126.com yeah.net sina.com sohu.com foxmail.com aliyun.com 139.com naver.com hanmail.net daum.net
    nate.com kakao.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com yahoo.co.in
    yahoo.in outlook.in live.in yahoo.com.hk yahoo.com.tw yahoo.com.sg yahoo.com.ph yahoo.co.id yahoo.com.vn
    yahoo.com.au outlook.com.au hotmail.com.au live.com.au bigpond.com bigpond.net.au optusnet.com.au iinet.net.au
    xtra.co.nz`,
  africaAndMiddleEast: `
    walla.co.il walla.com netvision.net.il mweb.co.za webmail.co.za telkomsa.net yahoo.co.za outlook.sa`,
  throwAway: `
    mailinator.com guerrillamail.com 10minutemail.com temp-mail.org yopmail.com trashmail.com sharklasers.com`,
};

export const freeMailDomains: ReadonlySet<string> = new Set(
  Object.values(byRegion).flatMap((domains) => domains.trim().split(/\s+/)),
);
