using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Methods of the project that only take or only give back a semaphore: extension methods of it (<c>_gate.EnterAsync()</c>), and those of a type
/// that holds one (<c>_door.EnterAsync()</c>). Their calls are as good as the calls inside.
/// </summary>
internal static class GuardWrappers
{
    private static readonly ConditionalWeakTable<IMethodSymbol, Wrapper> s_known = new();

    /// <summary>What a call of the method does to the semaphore; null where it does something else, or not on every way.</summary>
    /// <param name="method">The method.</param>
    /// <param name="permits">How many the semaphore of a type admits.</param>
    public static LockRow? RowOf(IMethodSymbol method, Func<IFieldSymbol, int?> permits)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!Locks.SoundsLikeProtocol(definition.Name) || definition.DeclaringSyntaxReferences.Length != 1)
            return null;
        var known = s_known.GetValue(definition, static m => Wrapper.Of(m));
        return known.Row is { } row && (known.Field is null || permits(known.Field) == 1) ? row : null;
    }

    /// <summary>True for a method that waits for a semaphore of its type on every way, as long as it takes: asked for once more, it waits for ever.</summary>
    public static bool TakesPlainly(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.DeclaringSyntaxReferences.Length == 1 && s_known.GetValue(definition, static m => Wrapper.Of(m)).Takes;
    }

    /// <summary>What is known of a method.</summary>
    private sealed class Wrapper
    {
        private static readonly Wrapper s_none = new();

        /// <summary>True where it takes its semaphore on every way, and does not give it back.</summary>
        public bool Takes { get; private set; }

        /// <summary>What a call does; null for nothing that is known.</summary>
        public LockRow? Row { get; private set; }

        /// <summary>The semaphore, where it is one of its type.</summary>
        public IFieldSymbol? Field { get; private set; }

        public static Wrapper Of(IMethodSymbol method)
        {
            var syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
            if (Locks.MayBeEntered(method.ContainingType.Name) || SemaphoreOf(method, syntax) is not { } semaphore)
                return s_none;
            var (takes, gives) = (0, 0);
            foreach (var node in syntax.DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != semaphore.Name || name.Parent is MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } or NameColonSyntax)
                    continue;
                var place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : (ExpressionSyntax)name;
                if (place.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == place)
                {
                    var called = access.Name.Identifier.ValueText;
                    if (Locks.IsTakingName(called) && !ProtocolOutline.IsTimed(call) && IsOnEveryWay(call, syntax))
                        takes++;
                    else if (Locks.IsGivingName(called) && call.ArgumentList.Arguments.Count == 0 && IsOnEveryWay(call, syntax))
                        gives++;
                    else
                        return s_none;
                }
            }

            if (takes + gives != 1)
                return s_none;
            var answer = TypeFacts.AwaitedType(method.ReturnType);
            var result = new Wrapper { Takes = takes == 1, Field = semaphore as IFieldSymbol };
            if (gives == 1 && (method.ReturnsVoid || method.ReturnType.SpecialType == SpecialType.System_Int32))
                result.Row = new LockRow(LockAction.Release, LockKind.Async, false);
            else if (takes == 1 && (method.ReturnsVoid || (TypeFacts.IsTask(method.ReturnType) && answer is null or { SpecialType: SpecialType.System_Void })))
                result.Row = new LockRow(LockAction.Acquire, LockKind.Async, !method.ReturnsVoid);
            return result;
        }

        /// <summary>The parameter that is extended, or the only semaphore of the type.</summary>
        private static ISymbol? SemaphoreOf(IMethodSymbol method, SyntaxNode syntax)
        {
            if (method.IsExtensionMethod)
                return method.Parameters[0] is { Type.Name: Locks.Semaphore } extended ? extended : null;
            var fields = method.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(f => f is { Type.Name: Locks.Semaphore, IsImplicitlyDeclared: false }).Take(2).ToList();
            return fields.Count == 1 && syntax is MethodDeclarationSyntax ? fields[0] : null;
        }

        /// <summary>Under no condition, in no loop, in no lambda; nothing returns before, and what is tested before only throws.</summary>
        private static bool IsOnEveryWay(SyntaxNode call, SyntaxNode method)
        {
            for (var node = call.Parent; node is not null && node != method; node = node.Parent)
            {
                if (node is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CatchClauseSyntax)
                    return false;
            }

            return !method.DescendantNodes().Any(n => n is ReturnStatementSyntax && n.SpanStart < call.SpanStart && !n.Span.Contains(call.Span));
        }
    }
}
