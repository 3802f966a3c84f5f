/**
 * A self-signed certificate for localhost and 127.0.0.1, valid until 2120. It guards nothing: it
 * exists so that tests can meet a server with a certificate that nobody vouches for.
 */
export const smtpCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBaDCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAinH35u1BfCk02W
K5NFyjJklpuxjYVanyfaIqT2tcFMOtcNaXeTf7WCLRv4XxKk8AsdcNr8SFoq26ty
5xy90FKjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBQnLhVBN6sLwmoLEIeu8iY8+YxFLjAKBggqhkjOPQQD
AgNJADBGAiEA+Mc3LayIoeN/234B8NsHA5rHuSURu+wbIT6CrvtYkocCIQCslynL
RwWR2AJ45HFX6QWB8oW7zklXicEiU8pEwrtVWw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd7t0iXxlLXPLoJKp
SZvKgLN+pUCLaY+M351y7az45oKhRANCAAQIpx9+btQXwpNNliuTRcoyZJabsY2F
Wp8n2iKk9rXBTDrXDWl3k3+1gi0b+F8SpPALHXDa/EhaKturcuccvdBS
-----END PRIVATE KEY-----
`,
}
