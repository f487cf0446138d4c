"""A private certificate authority, and certificates that are good or wrong in one way each.

make(folder, host) writes ca.pem and, as NAME.pem and NAME.key, valid two years from now and since two
years ago, so that a wrong clock can be tested:

    good        for `host`, by the authority
    wrong-name  for another host, by the authority
    expired     for `host`, by the authority, until yesterday
    self-signed for `host`, by nobody but itself
    untrusted   for `host`, by another authority
"""

import datetime
import pathlib
import subprocess

CONFIG = """\
[ca]
default_ca = authority
[authority]
database = {folder}/{ca}.index
new_certs_dir = {folder}
certificate = {folder}/{ca}.pem
private_key = {folder}/{ca}.key
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
commonName = {name}
[is_authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[is_server]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:{name}
"""


def make(folder, host):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    authority(folder, "ca")
    authority(folder, "other-ca")
    server(folder, "good", host, "ca")
    server(folder, "wrong-name", "other.invalid", "ca")
    server(folder, "expired", host, "ca", days=-1)
    server(folder, "untrusted", host, "other-ca")
    self_signed(folder, "self-signed", host, "is_server")


def authority(folder, ca):
    (folder / f"{ca}.index").touch()
    signed(folder, ca, f"Test authority {ca}", ca, "is_authority", 800, "-selfsign")


def self_signed(folder, file, name, kind):
    config = write_config(folder, file, "none", name)
    openssl("req", "-config", config, "-x509", "-extensions", kind, "-days", "800", "-nodes",
        *new_key(folder, file), "-out", folder / f"{file}.pem")  # fmt: skip


def server(folder, file, name, ca, days=800):
    signed(folder, file, name, ca, "is_server", days)


def signed(folder, file, name, ca, kind, days, *options):
    config = write_config(folder, file, ca, name)
    now = datetime.datetime.utcnow()
    dates = [now - datetime.timedelta(days=800), now + datetime.timedelta(days=days)]
    start, end = (date.strftime("%Y%m%d%H%M%SZ") for date in dates)
    openssl("req", "-config", config, "-new", "-reqexts", kind, "-nodes",
        *new_key(folder, file), "-out", folder / f"{file}.csr")  # fmt: skip
    openssl("ca", "-config", config, "-batch", "-notext", "-startdate", start, "-enddate", end,
        *options, "-in", folder / f"{file}.csr", "-out", folder / f"{file}.pem")  # fmt: skip


def new_key(folder, file):
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-keyout", folder / f"{file}.key")  # fmt: skip


def write_config(folder, file, ca, name):
    path = folder / f"{file}.cnf"
    path.write_text(CONFIG.format(folder=folder, ca=ca, name=name))
    return path


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(map(str, arguments))}\n{done.stdout}")
