#!/bin/sh
# Makes a certificate authority of your own and what it signs for Temporal: one certificate for the
# server, one for each client. What is there already stays; delete a .pem to have it made anew.
#
#   make-certificates.sh FOLDER NAME[,NAME…] [CLIENT …]
#
#   FOLDER  gets ca.pem, server.pem, CLIENT.pem and a .key beside each (mode 0600)
#   NAME    by which clients reach the server: DNS names and addresses
#   CLIENT  a host of lotusflow, or "system" for the server's own worker
#
# DAYS is how long server and client certificates last (825). The CA's lasts ten years.
# ca.key signs whatever you trust: keep it off the hosts.
set -eu

[ $# -ge 2 ] || { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }
folder=$1 names=$2
shift 2
days=${DAYS:-825}
umask 077
mkdir -p "$folder"
cd "$folder"

key() {
  [ -s "$1.key" ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
}

# sign NAME EXTENSIONS
sign() {
  [ ! -s "$1.pem" ] || return 0
  key "$1"
  printf '%s\n' "$2" >"$1.ext"
  openssl req -new -key "$1.key" -subj "/O=lotusflow/CN=$1" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$days" \
    -sha256 -extfile "$1.ext" -out "$1.pem.new" 2>/dev/null
  chmod 644 "$1.pem.new"
  mv "$1.pem.new" "$1.pem"
  rm "$1.csr" "$1.ext"
  echo "made $folder/$1.pem"
}

if [ ! -s ca.pem ]; then
  key ca
  openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/O=lotusflow/CN=lotusflow CA" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
    -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.pem
  chmod 644 ca.pem
  echo "made $folder/ca.pem"
fi

alternatives=
for name in $(echo "$names" | tr , ' '); do
  case $name in
    *:*) kind=IP ;;
    *[!0-9.]*) kind=DNS ;;
    *) kind=IP ;;
  esac
  alternatives="$alternatives${alternatives:+,}$kind:$name"
done
sign server "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=$alternatives"

for client in "$@"; do
  sign "$client" "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=clientAuth"
done
