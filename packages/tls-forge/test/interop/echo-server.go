// An echo server over crypto/tls. Its arguments are the certificate and key in PEM, the protocol, then a cipher suite
// of TLS 1.2 and a group, by their numbers, or "-". It writes its port to standard output, and ends when standard
// input ends.
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
)

func main() {
	arguments := os.Args[1:]
	certificate, err := tls.LoadX509KeyPair(arguments[0], arguments[1])
	if err != nil {
		panic(err)
	}
	version := uint16(tls.VersionTLS12)
	if arguments[2] == "tls1.3" {
		version = tls.VersionTLS13
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: version, MaxVersion: version}
	if suite, err := strconv.Atoi(arguments[3]); err == nil {
		config.CipherSuites = []uint16{uint16(suite)}
	}
	if group, err := strconv.Atoi(arguments[4]); err == nil {
		config.CurvePreferences = []tls.CurveID{tls.CurveID(group)}
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		go func() {
			defer connection.Close()
			io.Copy(connection, connection)
		}()
	}
}
