// An issuer of OpenID Connect: the package oidc-provider, with jobs that ask for tokens by client_credentials.
// node oidc_issuer.mjs OIDC_PROVIDER CONFIGURATION, where the configuration is a JSON file that servers/oidc.py writes.
// POST /control/rotate makes a new key, and publishes the previous one too. POST /control/withdraw publishes only the new one.
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [, , module, file] = process.argv;
const { Provider } = await import(pathToFileURL(module).href);
const configuration = JSON.parse(readFileSync(file, 'utf8'));

function newKey() {
  const pair =
    configuration.algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: configuration.algorithm };
}

function save(keys) {
  writeFileSync(configuration.keys, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

// A service account of Kubernetes names its audience in a list, and other issuers in a text.
function claimsOf(client, payload) {
  const { life, list, claims } = configuration.jobs[client];
  const now = Math.floor(Date.now() / 1000);
  const standard = { iss: payload.iss, aud: list ? [payload.aud] : payload.aud, jti: payload.jti, iat: now, nbf: now, exp: now + life };
  return { ...standard, ...claims };
}

function provider(keys) {
  return new Provider(configuration.issuer, {
    jwks: { keys },
    clients: Object.keys(configuration.jobs).map((client_id) => ({
      client_id,
      client_secret: 'of-a-job',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: configuration.algorithm,
    })),
    routes: { jwks: configuration.jwks },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: '',
          audience: resource.replace('https://', ''),
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: configuration.algorithm, kid: keys[0].kid } },
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_, token, parts) => {
          parts.header = { typ: 'JWT' };
          parts.payload = claimsOf(token.clientId, parts.payload);
        },
      },
    },
  });
}

let keys = existsSync(configuration.keys) ? JSON.parse(readFileSync(configuration.keys, 'utf8')) : save([newKey()]);
let serve = provider(keys).callback();
const fetched = { keys: 0 };

function control(path) {
  if (path === '/control/fetches') {
    return fetched;
  }
  const key = newKey();
  keys = save(path === '/control/rotate' ? [key, ...keys] : [key]);
  serve = provider(keys).callback();
  return { kid: key.kid };
}

function handle(request, response) {
  const isOfKeys = request.url === configuration.jwks;
  fetched.keys += isOfKeys ? 1 : 0;
  if (request.url.startsWith('/control/')) {
    response.end(JSON.stringify(control(request.url)));
  } else if (isOfKeys && configuration.bearer && request.headers.authorization !== `Bearer ${configuration.bearer}`) {
    response.writeHead(401).end();
  } else {
    serve(request, response);
  }
}

const { tls } = configuration;
const server = tls ? createTlsServer({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate) }, handle) : createServer(handle);
server.listen(configuration.port, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
