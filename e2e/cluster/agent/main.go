// Command agent does what a cluster inside namespaces of its own needs and no tool at hand does: it opens the one door
// to the outside, a port on loopback, and it holds the namespaces of a pod open.
//
//	agent listen ADDRESS COMMAND...  bind ADDRESS here, then become COMMAND, which inherits the socket as descriptor 3
//	agent forward ADDRESS            pass each connection to the socket on descriptor 3 on to ADDRESS
//	agent pause                      wait for a signal to stop
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// A socket stays in the network namespace it was bound in, whoever accepts from it. So `listen` binds outside,
// `forward` accepts and connects inside, and nothing else connects the two namespaces.
const inheritedSocket = 3

// A process that becomes another from any but its first thread is a zombie for a moment, and whoever watches it would
// take it for dead.
func init() {
	runtime.LockOSThread()
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "agent:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	switch {
	case len(args) >= 3 && args[0] == "listen":
		return listen(args[1], args[2:])
	case len(args) == 2 && args[0] == "forward":
		return forward(ctx, args[1])
	case len(args) == 1 && args[0] == "pause":
		<-ctx.Done()
		return nil
	}
	return errors.New("usage: agent listen ADDRESS COMMAND... | agent forward ADDRESS | agent pause")
}
